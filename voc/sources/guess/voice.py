"""Decide where the customers of an export spoke, and whether they were asked."""

import re
from collections.abc import Iterable

from voc.domain.record import Channel
from voc.sources.guess.draft import Draft
from voc.sources.guess.names import words

_SIGNS = {
    Channel.SURVEY: r"\b(nps|csat|ces|surveys?|respondent|questionnaire|recommend|fft|satisf\w+"
    r"|completion time|response (date|id|created at)|submission( date)?|(kunden)?umfrage|encuesta"
    r"|(kunden)?befragung|sondage|enquête|enquete|ltr|osat|respondentnr|weiterempfehl\w*|aanbeve+l\w*|\w*zufrieden\w*|tevreden\w*)\b",
    Channel.TICKET: r"\b(tickets?|complaints?|cases?|issues?|incidents?|requester|reporter|assignee"
    r"|assigned to|resolved|resolution|caller( id)?|short description|case origin|vorgang)\b",
    Channel.REVIEW: r"\b(reviews?|stars?|reviewer|trip verified)\b",
    Channel.SOCIAL: r"\b(tweets?|posts?|retweets?|hashtags?|handle|screen name|likes|subreddit"
    r"|upvotes?|ups|downs|reddit)\b",
    Channel.CHAT: r"\b(chats?|conversations?|transcripts?)\b",
    Channel.EMAIL: r"\b(inbox|mailbox|mail ?merge)\b",
}
# A column of addresses says who spoke, not where; a file's name says where.
_FILES_OF_MAIL = re.compile(r"\be ?mails?\b")
_HEAD_OF_MAIL = {"from", "subject"}
_FILE_WEIGHT = 2
# What the form tools call the column of the time, in their languages, before the questions.
_STAMPS = frozenset(
    (
        *("Timestamp", "Zeitstempel", "Marca temporal", "Horodateur", "Tijdstempel"),
        *("Carimbo de data/hora", "Informazioni cronologiche", "Start time", "Startzeit"),
    )
)
_QUESTION = re.compile(
    r"(how|what|why|which|would|did|do|are|were|please|wie|was|warum|welche|würden|bitte|qué|cómo"
    r"|por qué|pourquoi|comment)\b",
)

_OF_ONESELF = re.compile(
    r"\b(i|my|me|us|our|ich|mein\w*|mir|mich|uns|je|mon|ma|nous|ik|mijn|mij|ons)\b"
)


def decide_voice(draft: Draft) -> None:
    """Decide on channel and voice; what the names leave open is asked."""
    if {"channel", "solicited"} <= draft.known.keys():
        draft.fields |= {key: draft.known[key] for key in ("channel", "solicited")}
        _of_staff(draft, draft.known["channel"])
        return
    told = voice(draft.path.name, [column.name for column in draft.columns])
    if told is None:
        draft.questions |= {
            "channel": "Where did the customers speak? survey, ticket, review, social, chat, "
            "email or other.",
            "solicited": "Did you ask for it? true or false.",
        }
        return
    channel, solicited = told
    if "channel" in draft.fields:
        solicited = draft.fields["channel"] == Channel.SURVEY
    _of_staff(draft, channel)
    draft.fields = {"channel": channel.value, "solicited": solicited, **draft.fields}
    asked = "you asked for it" if solicited else "nobody asked for it"
    draft.notes.append(f"By its names the channel is {channel.value}: {asked}.")


def _of_staff(draft: Draft, channel: str) -> None:
    senders = draft.known.get("email")
    if channel == Channel.EMAIL and senders and "unless" not in draft.fields:
        draft.notes.append(
            "Mails that your own staff wrote would count as customers': --set "
            f"'unless.{senders[0]}=*@your.company' leaves them out."
        )


def voice(file_name: str, columns: Iterable[str]) -> tuple[Channel, bool] | None:
    """Guess channel and solicited-or-not from the words of file and column names, a survey from
    the questions that they ask; None where nothing or too much speaks for one."""
    listed = list(columns)
    # What a survey asks is about anything; the words of a question name no channel.
    named = [words(name) for name in listed if not _asks(name)]
    of_file = words(file_name.split(".")[0])
    votes = {
        channel: sum(bool(re.search(pattern, text)) for text in [of_file] * _FILE_WEIGHT + named)
        for channel, pattern in _SIGNS.items()
    }
    votes[Channel.SURVEY] += sum(_asks(name) for name in listed)
    votes[Channel.SURVEY] += _FILE_WEIGHT * bool(_STAMPS & set(listed[:2]))
    votes[Channel.EMAIL] += _FILE_WEIGHT * bool(_FILES_OF_MAIL.search(of_file))
    votes[Channel.EMAIL] += _FILE_WEIGHT * (set(named) >= _HEAD_OF_MAIL)
    most = max(votes.values())
    leading = [channel for channel, n in votes.items() if n == most]
    if not most or len(leading) > 1:
        return None
    return leading[0], leading[0] is Channel.SURVEY


def _asks(name: str) -> bool:
    """Tell whether a column's name is a question, or a statement to agree with."""
    plain = name.strip().casefold()
    asks = _QUESTION.match(plain) or _OF_ONESELF.search(plain)
    return plain.endswith("?") or (len(plain.split()) >= 4 and asks is not None)
