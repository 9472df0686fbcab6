//! What a user would pick instead: an enum with the derives of serde and strum, a `match`, and a
//! perfect hash map.
#![allow(dead_code, reason = "no benchmark uses all of it")]

macro_rules! peers {
    ($module:ident: $($Variant:ident $text:literal)*) => {
        pub(crate) mod $module {
            pub(crate) const NAMES: &[&str] = &[$($text),*];

            #[derive(Clone, Copy, serde::Deserialize, strum::EnumString)]
            pub(crate) enum Peer {
                $(#[serde(rename = $text)] #[strum(serialize = $text)] $Variant),*
            }

            pub(crate) fn by_match(text: &str) -> Option<Peer> {
                Some(match text {
                    $($text => Peer::$Variant,)*
                    _ => return None,
                })
            }

            pub(crate) static PHF: phf::Map<&str, Peer> = phf::phf_map! { $($text => Peer::$Variant),* };
        }
    };
}

peers! {
    phases:
    Received "RECEIVED"
    Expired "EXPIRED"
    PreVideoCall "PRE_VIDEO_CALL"
    VideoCall "VIDEO_CALL"
    Failed "FAILED"
    AgentReviewed "AGENT_REVIEWED"
    AuditorReviewed "AUDITOR_REVIEWED"
}

peers! {
    codes:
    LinkGenerated "LINK_GENERATED"
    VkycExpired "VKYC_EXPIRED"
    AadhaarVerificationSuccess "AADHAAR_VERIFICATION_SUCCESS"
    AadhaarVerificationFailed "AADHAAR_VERIFICATION_FAILED"
    AadhaarVerificationExpired "AADHAAR_VERIFICATION_EXPIRED"
    UserIpVerificationSuccessful "USER_IP_VERIFICATION_SUCCESSFUL"
    UserProxyDetected "USER_PROXY_DETECTED"
    TechnicalFailure "TECHNICAL_FAILURE"
    UserLocationVerificationSuccess "USER_LOCATION_VERIFICATION_SUCCESS"
    UserLocationOutsideIndia "USER_LOCATION_OUTSIDE_INDIA"
    UserAudioCheckFailed "USER_AUDIO_CHECK_FAILED"
    UserVideoCheckFailed "USER_VIDEO_CHECK_FAILED"
    UserLocationPermissionDisabled "USER_LOCATION_PERMISSION_DISABLED"
    UserDeviceCheckSuccess "USER_DEVICE_CHECK_SUCCESS"
    UserQueued "USER_QUEUED"
    ScheduledUserQueued "SCHEDULED_USER_QUEUED"
    NoAgentFound "NO_AGENT_FOUND"
    AgentAssignedToUser "AGENT_ASSIGNED_TO_USER"
    UserMeetingScheduled "USER_MEETING_SCHEDULED"
    UserMeetingCancelled "USER_MEETING_CANCELLED"
    UserAcceptedMeeting "USER_ACCEPTED_MEETING"
    UserRejectedMeeting "USER_REJECTED_MEETING"
    UserMissedMeeting "USER_MISSED_MEETING"
    UserDroppedOff "USER_DROPPED_OFF"
    AgentDroppedOff "AGENT_DROPPED_OFF"
    UserEndedCall "USER_ENDED_CALL"
    AgentEndedCall "AGENT_ENDED_CALL"
    TechnicalError "TECHNICAL_ERROR"
    AgentApproved "AGENT_APPROVED"
    AgentRejected "AGENT_REJECTED"
    AgentUnableToValidate "AGENT_UNABLE_TO_VALIDATE"
    AuditorApproved "AUDITOR_APPROVED"
    AuditorRejected "AUDITOR_REJECTED"
}

peers! {
    actions:
    Proceed "proceed"
    NotifyUser "notify_user"
    AskUserToFix "ask_user_to_fix"
    Retry "retry"
    RetryWithAnotherAgent "retry_with_another_agent"
    OfferRescheduling "offer_rescheduling"
    OfferReconnection "offer_reconnection"
    StartNewRequest "start_new_request"
    ContactSupport "contact_support"
    ReviewSession "review_session"
    RejectRequest "reject_request"
    MarkFailed "mark_failed"
    MarkComplete "mark_complete"
}
