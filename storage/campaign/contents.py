"""The smaller parts of a campaign file."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from storage.campaign.fields import Blank, Key, Part, Text
from storage.records import DraftKind

Days = Annotated[int, Field(ge=1, le=3650)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Who(Part):
    """Who competes.

    Attributes:
        collective_names: how names of those collectives begin or are known, so that another collective is marked
            for an officer to judge; empty: none is marked.
    """

    collectives: tuple[Text, ...]
    individuals: tuple[Text, ...]
    collective_names: tuple[Text, ...] = ()


class Contacts(Part):
    """Places and numbers people are sent to. Empty = unknown; a sentence that needs an empty one is left out.

    Attributes:
        health_line: number to call when ill; health_line_label says whose it is.
        managing_body: who answers for this channel and the data in it.
        complaints_office: where khiếu nại, tố cáo are filed.
        after_campaign_office: where new matters go once the campaign is over.
        reflections_office: where a formal phản ánh, kiến nghị goes.
        local_hotline: the province's own epidemic line.
        police_contact: for threats to order and safety.
    """

    health_line: Blank = ""
    health_line_label: Blank = ""
    managing_body: Blank = ""
    complaints_office: Blank = ""
    after_campaign_office: Blank = ""
    reflections_office: Blank = ""
    local_hotline: Blank = ""
    police_contact: Blank = ""


class Retention(Part):
    """How long we keep what nobody needs any more."""

    raw_chat_days: Days
    unconsented_days: Days  # of people who never agreed to news


class Promises(Part):
    """What the office has approved to promise, in its own words; an empty one is not made."""

    report: Blank = ""
    nomination: Blank = ""
    rumour: Blank = ""


class Limits(Part):
    """How much one person may send, so that nobody floods a desk; holders of a role are not counted.

    Attributes:
        per_hour, per_day: difficulties and good deeds filed, and reports of others joined, all together.
        follow_ups_per_hour: more words and files to what was filed before; each message and each file counts as one.
        block_hours: how long staff keep somebody from filing, unless they say how long.
        bulletins_a_day: more bulletins to the same person on one day are warned about before they are approved.
        bulletins_per_topic_a_day: more bulletins of one topic do not reach the same person on one day, but for urgent
            ones; 0 for no such limit.
        large_audience: so many recipients of one bulletin are asked about once more.
    """

    per_hour: Annotated[int, Field(ge=1, le=1000)] = 10
    per_day: Annotated[int, Field(ge=1, le=1000)] = 30
    follow_ups_per_hour: Annotated[int, Field(ge=1, le=1000)] = 20
    block_hours: Annotated[int, Field(ge=1, le=720)] = 24
    large_audience: Annotated[int, Field(ge=1)] = 50_000
    bulletins_a_day: Annotated[int, Field(ge=1, le=1000)] = 3
    bulletins_per_topic_a_day: Annotated[int, Field(ge=0, le=1000)] = 0


class Help(Part):
    """Offers of help.

    Attributes:
        money_channels: where money goes, in the office's own words; the bot takes none and names no other.
    """

    money_channels: tuple[Annotated[Text, Field(max_length=200)], ...] = ()


class Notes(Part):
    """Sentences that only the office can vouch for; an empty one is not said.

    Attributes:
        false_reports: what the law says of false reports, in a sentence that names the rule.
    """

    false_reports: Annotated[Blank, Field(max_length=300)] = ""


class Commending(Part):
    """What a commendation dossier says that differs from campaign to campaign; what is unknown stays empty.

    Attributes:
        board: the unit that receives and appraises submissions, before the name of its agency.
        merit: in what the merit was won, as after "thành tích xuất sắc trong"; empty: the campaign itself.
        grounds: laws and decrees in force in the campaign's time, as after "Căn cứ".
        note, sudden_note: on which form the official report of merit is written, for the campaign and for sudden
            achievements; only where the number of the form is known.
    """

    board: Blank = ""
    merit: Blank = ""
    grounds: tuple[Text, ...] = ()
    note: Blank = ""
    sudden_note: Blank = ""


class ReportKind(Part):
    """What a difficulty is about."""

    key: Key
    label: Text
    synonyms: tuple[Text, ...] = ()  # other words that choose it
    aid: bool = False  # whether what people offer to give can be matched with it
    quoted: bool = (
        True  # false where its words are likely to name somebody accused: digests do not quote them
    )


class Topic(Part):
    """What one can subscribe to.

    Attributes:
        kinds: kinds of bulletins that belong to it: a draft of that kind is for those who chose the topic, unless its
            editor says otherwise, and counts for the day's limit of the topic.
    """

    key: Key
    label: Text
    kinds: tuple[DraftKind, ...] = ()


class Alias(Part):
    """Other spellings of a unit's name, without its type."""

    code: Text
    names: tuple[Text, ...]


class Centre(Part):
    """The centre of a district, to propose the nearest one to a shared location."""

    code: Text
    latitude: Latitude
    longitude: Longitude


class Tile(Part):
    """Where a district stands on the tile grid, the map that charts are drawn on; counted from the top left."""

    code: Text
    row: Annotated[int, Field(ge=1, le=12)]
    column: Annotated[int, Field(ge=1, le=8)]  # more would leave no room for a name on a phone


class UnitsSource(Part):
    """Where the administrative units come from; file names are relative to the campaign file."""

    file: Text
    successors: Blank = ""  # what each unit became later
    outside_km: Annotated[float, Field(gt=0, le=1000)] = 40.0
    centres: tuple[Centre, ...] = ()
    tiles: tuple[Tile, ...] = ()  # one for each district, or none at all
    aliases: tuple[Alias, ...] = ()
    everyday: tuple[Text, ...] = ()  # codes whose bare name is also an everyday word


class ColourSource(Part):
    """One colour of the scale of zones."""

    key: Key
    label: Text
    level: Text  # what the colour means
    advice: Blank = ""  # what people are told whose commune gets this colour; slots as in the calendar
    total: Annotated[int, Field(ge=0)] | None = None  # communes of this colour in the document, if it says


class ZonesSource(Part):
    """The published zone colours at the start; the file's name is relative to the campaign file."""

    file: Text
    document: Text
    date: dt.date
    colours: tuple[ColourSource, ...]  # lowest risk first
