//! What the benches share: a timer, the texts that are looked up, what a user would pick instead of
//! this library, and builds of generated packages.

pub mod package;
pub mod peers;
pub mod timer;
pub mod workloads;
