"""Reading facts of national action plans out of prose, shared by every source that describes plans."""
