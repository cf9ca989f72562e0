# Its path becomes the addons path.
