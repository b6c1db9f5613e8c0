"""PeaceWomen's archive of extracts on women, peace and security, and its pages on national action plans."""
