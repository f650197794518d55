"""Opens the chat page: `python app.py`, with the options of `natoqa serve`."""

import sys

from natoqa.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["serve"]
    main()
