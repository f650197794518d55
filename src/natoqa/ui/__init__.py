"""The chat page, in Gradio: it only calls the public API of natoqa.

    from natoqa.ui.launch import PageOptions, launch_page

`texts` and `markup` stand at the left; `answers`, `cards`, `why`, `paper_view` and
`quality` render; `turns` is the conversation as the browser keeps it; `events` is what
happens; `layout` puts the page together; `launch` and `command` open it.
"""
