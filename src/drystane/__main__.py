"""`python -m drystane` is the `drystane` command."""

from drystane.site.command_line import main

if __name__ == "__main__":
    main()
