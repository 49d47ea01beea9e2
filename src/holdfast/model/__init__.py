"""The blocks of a day. Each is a module with Params, prepare, start and step; none imports another."""
