"""The blocks of a day: modules with Params, prepare, start and step; none imports another."""
