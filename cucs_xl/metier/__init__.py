"""The domain, pure: typed rows in, values out. No Excel, no file, no clock."""
