"""The recipe's parts, in the order `make.py` calls them: text in, trained model out."""
