//! The generator with every option.

fn main() {
    vkyc_status_codegen::Builder::new("statuses.toml")
        .examples("second::statuses")
        .runtime("::kyc")
        .output("enums.rs")
        .build();
}
