"""The way in. What is imported stays, so looking through it for rubbish meanwhile only makes a start slower."""

import gc


def main() -> None:
    gc.disable()
    from firsthand import cli

    gc.freeze()
    gc.enable()
    cli.main()


if __name__ == "__main__":
    main()
