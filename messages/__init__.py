"""Every word the bot can hear or say, on any platform."""
