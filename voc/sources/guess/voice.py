"""Tell where the customers of an export spoke, and whether they were asked."""

import re
from collections.abc import Iterable

from voc.domain.record import Channel
from voc.sources.guess.names import words

_SIGNS = {
    Channel.SURVEY: r"\b(nps|csat|ces|surveys?|respondent|questionnaire|recommend|fft"
    r"|(kunden)?umfrage|encuesta|sondage)\b",
    Channel.TICKET: r"\b(tickets?|complaints?|cases?|issues?|requester|assignee|resolved)\b",
    Channel.REVIEW: r"\b(reviews?|stars?|reviewer|trip verified)\b",
    Channel.SOCIAL: r"\b(tweets?|posts?|retweets?|hashtags?|handle|screen name|likes)\b",
    Channel.CHAT: r"\b(chats?|conversations?|transcripts?)\b",
    Channel.EMAIL: r"\b(e ?mails?|inbox|mailbox)\b",
}
_FILE_WEIGHT = 2


def voice(file_name: str, columns: Iterable[str]) -> tuple[Channel, bool] | None:
    """Guess channel and solicited-or-not from the words of file and column names; None where
    nothing or too much speaks for one."""
    texts = [words(file_name.split(".")[0])] * _FILE_WEIGHT + [words(name) for name in columns]
    votes = {
        channel: sum(bool(re.search(pattern, text)) for text in texts)
        for channel, pattern in _SIGNS.items()
    }
    most = max(votes.values())
    leading = [channel for channel, n in votes.items() if n == most]
    if not most or len(leading) > 1:
        return None
    return leading[0], leading[0] is Channel.SURVEY
