//! The library and the generator as dependencies: real builds, by Cargo, of crates outside this one. What a
//! function shows is tested there; these show what only Cargo, rustc, Clippy and rustdoc can.

mod bare;
mod follow;
mod program;
mod second;
mod workspace;
