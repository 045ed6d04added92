"""The pages of oversight, by whom they are for."""
