//! The library and the generator as dependencies: real builds, by Cargo, of crates outside this one.

mod bare;
mod exhaustive;
mod faults;
mod follow;
mod second;
mod shapes;
mod upgrade;
mod workspace;
