"""Facts of national action plans and sentences that tell them, for the pages that the replica makes up.

`plans.csv` holds facts with the address where each was published; the sentences are this project's own.
"""
