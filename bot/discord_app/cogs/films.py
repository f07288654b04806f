"""`/film` and `/similar`: a film by its title, and films like it."""

from __future__ import annotations

from dataclasses import replace

from discord import app_commands
from discord.ext import commands

from bot.core.language import gettext as _
from bot.core.types import UserTurn
from bot.discord_app import keys, wording
from bot.discord_app.delivery import Answer, take_back_acknowledgement, tell_privately
from bot.discord_app.desk import Desk
from bot.discord_app.house import House
from bot.discord_app.limits import MOST_TITLE
from bot.discord_app.places import Interaction, is_visiting, new_search
from bot.discord_app.shelf import Shelf
from bot.discord_app.titles import ACTIONS, WHICH_EVENT, Wanted, Which, question
from retrieval.types import Film, FilmId, TitleMatch

Title = app_commands.Range[str, 1, MOST_TITLE]


class Films(commands.Cog):
    """Answers with a film that is named."""

    def __init__(self, desk: Desk, house: House) -> None:
        self._desk = desk
        self._shelf = Shelf(house)

    @app_commands.command(name="film", description=wording.FILM_DESCRIPTION)
    @app_commands.describe(title=wording.TITLE_OPTION, private=wording.PRIVATE_OPTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def film(
        self,
        interaction: Interaction,
        title: Title,
        private: bool = False,  # noqa: FBT001, FBT002 - the library passes options by name
    ) -> None:
        """Take the command."""
        work = self._by_title(interaction, title, Which(Wanted.FILM, private))
        await self._desk.turns.run(work, to=interaction)

    @app_commands.command(name="similar", description=wording.SIMILAR_DESCRIPTION)
    @app_commands.describe(title=wording.TITLE_OPTION, private=wording.PRIVATE_OPTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def similar(
        self,
        interaction: Interaction,
        title: Title,
        private: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Take the command."""
        work = self._by_title(interaction, title, Which(Wanted.SIMILAR, private))
        await self._desk.turns.run(work, to=interaction)

    @film.autocomplete("title")
    @similar.autocomplete("title")
    async def suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest titles."""
        return await self._shelf.suggest(interaction, typed)

    @commands.Cog.listener(f"on_{WHICH_EVENT}")
    async def on_choice(self, interaction: Interaction, which: Which, film_id: FilmId) -> None:
        """Take the answer to which film is meant."""
        work = self._chosen(interaction, which, film_id)
        await self._desk.turns.run(work, to=interaction)

    async def _by_title(self, interaction: Interaction, title: str, which: Which) -> None:
        await interaction.response.defer(ephemeral=which.private or not is_visiting(interaction), thinking=True)
        films = await self._shelf.named(interaction, title)
        if len(films) == 1:
            await self._answer(interaction, which, films[0].film_id)
            return
        sentence = _(wording.WHICH_FILM) if films else _(wording.DID_YOU_MEAN)
        matches = tuple(map(_match, films)) or await self._shelf.like(interaction, title)
        if matches:
            await interaction.edit_original_response(view=question(sentence, matches, which))
        else:
            await tell_privately(interaction, _(wording.NO_SUCH_TITLE))

    async def _chosen(self, interaction: Interaction, which: Which, film_id: FilmId) -> None:
        await interaction.response.defer()
        await self._answer(interaction, which, film_id)

    async def _answer(self, interaction: Interaction, which: Which, film_id: FilmId) -> None:
        """Answer in the channel; what only the asker sees is in the place of the acknowledgement or the question."""
        of_no_search = UserTurn(conversation_id=keys.of_its_own(interaction.id))
        search = new_search(interaction) if which.wanted is Wanted.SIMILAR else of_no_search
        turn = replace(search, action=ACTIONS[which.wanted], film_id=film_id)
        async with self._desk.promised(interaction, private=which.private):
            reply = await self._desk.handle(interaction, turn)
            private = which.private or not reply.cards  # a sentence without a film is of use to the asker alone
            if await self._desk.deliver(interaction, turn, Answer(reply=reply), private=private):
                await take_back_acknowledgement(interaction)


def _match(film: Film) -> TitleMatch:
    return TitleMatch(film.film_id, film.title, film.year, film.directors[0] if film.directors else "")
