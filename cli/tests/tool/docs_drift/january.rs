//! Written in January, against the table of that month. Reads the pairs that it has stored, one a line.

use vkyc_status::{Phase, StatusCode, VkycStatus};

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Queue => "QUEUE",
        Phase::Desk => "DESK",
        Phase::Review => "REVIEW",
        Phase::Result => "RESULT",
        newer => newer.as_str(),
    }
}

fn name(code: StatusCode) -> &'static str {
    match code {
        StatusCode::TicketDrawn => "TICKET_DRAWN",
        StatusCode::DeskCalled => "DESK_CALLED",
        StatusCode::TicketLost => "TICKET_LOST",
        StatusCode::FormGiven => "FORM_GIVEN",
        StatusCode::FormSigned => "FORM_SIGNED",
        StatusCode::PhotoBlurred => "PHOTO_BLURRED",
        StatusCode::FileOpened => "FILE_OPENED",
        StatusCode::FileIncomplete => "FILE_INCOMPLETE",
        StatusCode::FileClosed => "FILE_CLOSED",
        StatusCode::CardPrinted => "CARD_PRINTED",
        StatusCode::CardSent => "CARD_SENT",
        StatusCode::CardRefused => "CARD_REFUSED",
        newer => newer.as_str(),
    }
}

fn main() {
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let Some((status, code)) = line.split_once(' ') else { continue };
        let pair = VkycStatus { status: status.into(), status_code: Some(code.into()) };
        match pair.documented() {
            Ok(code) => println!("{} {}", phase(code.phase()), name(code)),
            Err(error) => println!("{status} {code}: {error}"),
        }
    }
}
