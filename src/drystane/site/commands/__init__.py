"""What the `drystane` command can do: one module for each verb or room, listed in `site.command_line`."""
