//! The crate as a dependency: real builds, by cargo, of crates outside this one.
#![cfg(feature = "generate")]

mod consumer;
mod faults;
mod rebuild;
mod second;
mod shapes;
mod tarball;
mod upgrade;
mod workspace;
