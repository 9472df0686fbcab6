//! Packages that a bench generates, and what a command costs.

use std::error::Error;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// What a command took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Seconds that passed.
    pub wall: f64,
    /// Seconds of all processors together.
    pub cpu: f64,
    /// The most memory that one process had, in megabytes.
    pub memory: f64,
}

/// A package outside the workspace, with the workspace's lock file.
#[derive(Debug)]
pub struct Package(PathBuf);

impl Package {
    /// Writes a package into a folder. `dependencies` are lines of TOML, in which `{root}` is the
    /// folder of the library.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub fn new(folder: &str, name: &str, dependencies: &str) -> Result<Self, Box<dyn Error>> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no folder of the workspace")?;
        let package = Self(Path::new(folder).join(name));
        let dependencies = dependencies.replace("{root}", &root.to_string_lossy());
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             [workspace]\n[dependencies]\n{dependencies}\n"
        );
        package.write("Cargo.toml", &manifest)?;
        package.write("Cargo.lock", &fs::read_to_string(root.join("Cargo.lock"))?)?;
        Ok(package)
    }

    /// Writes a file of the package.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn write(&self, file: &str, text: &str) -> Result<(), Box<dyn Error>> {
        let path = self.path(file);
        fs::create_dir_all(path.parent().ok_or("no folder of the file")?)?;
        Ok(fs::write(path, text)?)
    }

    /// The path of a file of the package.
    #[must_use]
    pub fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    /// Removes what was built.
    ///
    /// # Errors
    ///
    /// A file cannot be removed.
    pub fn clean(&self) -> Result<(), Box<dyn Error>> {
        let built = self.0.join("target");
        if built.exists() {
            fs::remove_dir_all(built)?;
        }
        Ok(())
    }

    /// A call of Cargo in the package, which builds into its own folder.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.args(arguments).current_dir(&self.0).env("CARGO_TARGET_DIR", self.0.join("target"));
        cargo
    }
}

/// Runs a command, and says what it took.
///
/// # Errors
///
/// GNU `time` is not installed, or the command fails.
pub fn cost(command: &Command) -> Result<Cost, Box<dyn Error>> {
    let mut time = Command::new("time");
    time.args(["-q", "-f", "\n%e %U %S %M"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        time.env(name, value.unwrap_or(OsStr::new("")));
    }
    if let Some(folder) = command.get_current_dir() {
        time.current_dir(folder);
    }
    let output = time.stdout(Stdio::null()).output().map_err(|error| {
        format!("GNU `time` cannot be run: {error}; install it (on Debian, apt-get install time)")
    })?;
    let stderr = String::from_utf8(output.stderr)?;
    if !output.status.success() {
        return Err(format!("{command:?} fails:\n{stderr}").into());
    }
    let figures = stderr.lines().last().unwrap_or_default().split(' ').map(str::parse::<f64>);
    match figures.collect::<Result<Vec<_>, _>>()?[..] {
        [wall, user, system, kilobytes] => {
            Ok(Cost { wall, cpu: user + system, memory: kilobytes / 1000.0 })
        }
        _ => Err(format!("`time` printed no figures: {stderr:?}").into()),
    }
}
