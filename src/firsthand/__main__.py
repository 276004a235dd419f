"""The way in. What is imported stays, so looking through it for rubbish meanwhile only makes a start slower."""

import gc

_WORTH_A_LOOK = 20_000
"""What work leaves behind is seldom in circles, and may gather."""


def main() -> None:
    gc.disable()
    from firsthand import cli

    gc.freeze()
    gc.set_threshold(_WORTH_A_LOOK)
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
