"""A journey map: the stages a customer passes, and what customers say there."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

# Where a stage is named: that none fits.
NONE = "none"
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NearMiss(_Strict):
    """Hold a phrase that sounds like one stage and belongs to another, or to `none`."""

    text: Text
    belongs_to: Identifier


class Lesson(_Strict):
    """Hold a passage and the stage that it belongs to, or `none`."""

    text: Text
    stage: Identifier


class Stage(_Strict):
    """Describe one stage: what the customer wants there and what they say."""

    id: Identifier
    name: Text
    order: int = Field(ge=1, description="Place in the journey, from 1.")
    goal: Text = Field(description="What the customer wants to achieve here, in their terms.")
    description: Text
    examples: tuple[Text, ...] = Field(
        default=(), description="Short sentences customers say here; 25 or more work best."
    )
    near_misses: tuple[NearMiss, ...] = ()
    touchpoints: tuple[Identifier, ...] = Field(
        default=(), description="Where the company meets the customer in this stage."
    )
    owner: Text = "unassigned"
    priority: bool = Field(default=False, description="Whether it is a priority experience.")


class JourneyMap(_Strict):
    """Hold the stages of one kind of customer, in order."""

    id: Identifier
    name: Text
    version: int = Field(default=1, ge=1)
    description: Text
    stages: tuple[Stage, ...] = Field(min_length=2, max_length=30)
    none_examples: tuple[Text, ...] = Field(
        default=(), description="What customers say that belongs to no stage."
    )
    corrections: tuple[Lesson, ...] = Field(
        default=(), description="Passages that people put right; they stand above all examples."
    )
    lessons: Identifier | None = Field(
        default=None,
        description="Map that comes with voc whose written passages are learned from as well.",
    )

    @model_validator(mode="after")
    def _stages_are_distinct(self) -> Self:
        ids = [stage.id for stage in self.stages]
        for values, what in (
            (ids, "stage id"),
            ([str(stage.order) for stage in self.stages], "order"),
            ([point for stage in self.stages for point in stage.touchpoints], "touchpoint"),
        ):
            repeated = sorted({value for value in values if values.count(value) > 1})
            if repeated:
                raise ValueError(f"each {what} may stand once only: {', '.join(repeated)}")
        if NONE in ids:
            raise ValueError(f"{NONE!r} can't be a stage id: it means that no stage fits")
        known = {*ids, NONE}
        misses = {miss.belongs_to for stage in self.stages for miss in stage.near_misses}
        for named, what in (
            (misses, "near misses"),
            ({c.stage for c in self.corrections}, "corrections"),
        ):
            if unknown := sorted(named - known):
                raise ValueError(f"{what} belong to unknown stages: {', '.join(unknown)}")
        return self

    def stage_of_touchpoint(self, touchpoint: str) -> str | None:
        """Find the stage that lists a touchpoint; None where no stage does."""
        return next((s.id for s in self.stages if touchpoint in s.touchpoints), None)

    def stage(self, stage_id: str) -> Stage:
        """Get a stage by its id."""
        return next(stage for stage in self.stages if stage.id == stage_id)
