//! Stands in for `vkyc_status::Outcome` and `StatusCode::outcome` until the library has them.

use vkyc_status::StatusCode;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pending,
    Interrupted,
    Expired,
    Rejected,
    Approved,
    /// The library's enum is `#[non_exhaustive]`; this makes a wildcard arm necessary here, too.
    #[allow(dead_code, reason = "only there for the wildcard arm")]
    Later,
}

pub(crate) const fn outcome(code: StatusCode) -> Outcome {
    use StatusCode as C;
    match code {
        C::LinkGenerated
        | C::AadhaarVerificationSuccess
        | C::UserIpVerificationSuccessful
        | C::UserLocationVerificationSuccess
        | C::UserDeviceCheckSuccess
        | C::UserQueued
        | C::ScheduledUserQueued
        | C::AgentAssignedToUser
        | C::UserMeetingScheduled
        | C::UserAcceptedMeeting
        | C::AgentApproved => Outcome::Pending,
        C::VkycExpired => Outcome::Expired,
        C::AgentRejected | C::AuditorRejected => Outcome::Rejected,
        C::AuditorApproved => Outcome::Approved,
        _ => Outcome::Interrupted,
    }
}
