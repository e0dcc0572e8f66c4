"""The checks, one a file: each a judgement over facts, which asks nobody and touches nothing."""
