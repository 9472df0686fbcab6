//! The generator with every option, and with as few as there can be.

fn main() {
    let builder = vkyc_status_codegen::Builder::new("statuses.toml").runtime("::kyc");
    builder.clone().build();
    builder.examples("second::statuses").output("with_examples.rs").build();
}
