"""Measurements: how long the steps of a night take and how much memory, next to doing only the essential."""
