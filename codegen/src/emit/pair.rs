//! Emits `VkycStatus`, the pair of fields that responses and webhooks have, and its error.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::with_example;
use super::{Emitter, path};

const PAIR: &str = "\
Where a verification stands: the fields `status` and `status_code` of a response or webhook.

Its `Display`, for logs, is `PHASE/STATUS_CODE`, or the phase alone if there is no code.
Characters that would break a line are escaped.

# With the feature `serde`

The code is read from `status_code` or `sub_status`; an absent, `null` or empty code is `None`.
It is written as `status_code`; `rename_all` on an outer struct does not change that.
`#[serde(flatten)]` reads both fields among those of a larger struct. In CSV, a flattened
`VkycStatus` can be read but not written, and a text that looks like a number or a boolean is an
error.

These are errors: `status` is absent or not a string, a code is neither a string nor `null`, a
field is there twice, or `status_code` and `sub_status` have different codes. Keep the raw body for
that case. Do not flatten an `Option<VkycStatus>`: serde turns each of these errors into `None`.";

const DOCUMENTED: &str = "\
The code, if the pair is documented: the table lists the code under this phase, or has the pair as
a `[[pair]]` besides its rows.

# Errors

Says which part is not documented; an empty code counts as missing. The values themselves are still
in `self`: keep them, and keep the verification in the state it was in.";

const UNDOCUMENTED: &str = "Why a [`VkycStatus`] is not a documented pair.";

impl Emitter<'_> {
    pub(super) fn pair(&self) -> TokenStream {
        let runtime = self.runtime();
        let statuses = self.table.pairs.iter().map(|pair| &*pair.status);
        let codes = self.table.pairs.iter().map(|pair| path("StatusCode", &pair.code));
        let docs = self.example(
            PAIR,
            "{StatusCode, VkycStatus}",
            "let code = StatusCode::ALL[0];\n\
             let status = VkycStatus {\n    \
                 status: Open::from(code.phase().as_str()),\n    \
                 status_code: Some(Open::from(code.as_str())),\n\
             };\n\
             assert_eq!(status, VkycStatus::from(code));\n\
             assert_eq!(status.to_string(), format!(\"{}/{code}\", code.phase()));",
        );
        let documented = self.example(
            DOCUMENTED,
            "{StatusCode, Undocumented, VkycStatus}",
            "let code = StatusCode::ALL[0];\n\
             let mut status = VkycStatus::from(code);\n\
             assert_eq!(status.documented(), Ok(code));\n\n\
             status.status_code = Some(Open::from(\"not on the page\"));\n\
             let error = status.documented().unwrap_err();\n\
             assert!(matches!(error, Undocumented::UnknownStatusCode(_)));\n\
             assert_eq!(error.to_string(), r#\"not a documented status code: \"not on the page\"\"#);",
        );
        let undocumented = with_example(
            UNDOCUMENTED,
            self.module,
            "{StatusCode, Undocumented, VkycStatus}",
            "let code = StatusCode::ALL[0];\n\
             let phase = code.phase();\n\
             let status = VkycStatus { status: phase.into(), status_code: None };\n\
             assert_eq!(status.documented(), Err(Undocumented::MissingStatusCode(phase)));",
        );
        quote! {
            mod __alloc {
                #docs
                #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct VkycStatus {
                    /// The phase, `status`.
                    pub status: #runtime::Open<Phase>,
                    /// What happened in the phase, `status_code` or `sub_status`.
                    pub status_code: Option<#runtime::Open<StatusCode>>,
                }

                #undocumented
                #[derive(Clone, Debug, PartialEq, Eq, Hash)]
                #[non_exhaustive]
                pub enum Undocumented {
                    /// The table does not list the phase.
                    UnknownPhase(#runtime::Unknown),
                    /// The table does not list the code.
                    UnknownStatusCode(#runtime::Unknown),
                    /// There is no code. Every documented pair has one.
                    MissingStatusCode(Phase),
                    /// The table lists the code under another phase, [`StatusCode::phase`].
                    OtherPhase {
                        /// The phase that was received.
                        phase: Phase,
                        /// The code that was received.
                        code: StatusCode,
                    },
                }

                /// The pairs that the table has besides its rows.
                static PAIRS: &[(&str, StatusCode)] = &[#((#statuses, #codes)),*];

                impl VkycStatus {
                    #documented
                    pub fn documented(&self) -> Result<StatusCode, Undocumented> {
                        use #runtime::Open;

                        match (&self.status, &self.status_code) {
                            (Open::Known(phase), Some(Open::Known(code)))
                                if code.phase() == *phase => Ok(*code),
                            (status, Some(Open::Known(code)))
                                if PAIRS.contains(&(status.as_str(), *code)) => Ok(*code),
                            (Open::Unknown(text), _) => Err(Undocumented::UnknownPhase(text.clone())),
                            (Open::Known(phase), Some(Open::Known(code))) => {
                                Err(Undocumented::OtherPhase { phase: *phase, code: *code })
                            }
                            (_, Some(Open::Unknown(text))) if !text.as_str().is_empty() => {
                                Err(Undocumented::UnknownStatusCode(text.clone()))
                            }
                            (Open::Known(phase), _) => Err(Undocumented::MissingStatusCode(*phase)),
                        }
                    }
                }

                #runtime::__pair!(VkycStatus, Undocumented, Phase, StatusCode);
            }
        }
    }

    /// Documentation with an example that uses `Open`.
    fn example(&self, docs: &str, imported: &str, example: &str) -> TokenStream {
        let runtime = self.runtime.trim_start_matches("::");
        let imports = format!("{imported};\nuse {runtime}::Open");
        with_example(docs, self.module, &imports, example)
    }
}
