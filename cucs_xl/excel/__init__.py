"""Workbooks: the port every command talks to, its hosts, and the builder."""
