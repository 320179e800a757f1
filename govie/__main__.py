"""`python -m govie` is the command `govie`."""

from govie.cli import main

if __name__ == "__main__":
    main()
