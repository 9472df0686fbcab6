//! The receiver, started as a process on loopback and driven as the provider would. What takes
//! longer is ignored by default; the README lists the commands.

mod capacity;
mod copy;
mod deliveries;
mod faults;
mod kills;
mod outbox;
mod receiver;
mod refusals;
mod sender;
mod start;
mod stop;
mod throughput;
mod upgrade;
