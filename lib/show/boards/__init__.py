"""Boards: figures and lights put into sentences, blocks and charts. A page asks for its board and draws it.

A board is a plain value, made once for each revision, language, half month and unit, and shared by all sessions. So
what makes one is a function `(connection, reference, …)` of hashable arguments, which `ui.cached` calls; it takes those
two also where it needs but one of them (`_connection`, `_reference`).
"""
