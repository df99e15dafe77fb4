package io.wawp.dispatcher.cli;

/** Exit statuses of every command. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    private Exit() {}
}
