"""`python -m coolpapers` is `coolpapers`."""

from coolpapers.cli import main

if __name__ == "__main__":
    main()
