//! Entry point: the window without arguments, the command line with.

fn main() {}
