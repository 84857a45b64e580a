package io.github.keras4j.cli;

import io.github.keras4j.compare.Verification;

/** The exit codes of the process. */
final class ExitCodes {
    static final int OK = 0;
    /** Ran, and found a difference. */
    static final int DIFFERENCE = 1;

    static final int USAGE = 2;
    /** A model or fixture can't be read, or has a layer that no chosen engine supports. */
    static final int UNREADABLE = 3;
    /** Some input lines were bad; the others were answered. */
    static final int BAD_LINES = 4;
    /** Ctrl-C; the code is what a shell reports for a program that SIGINT ended. */
    static final int INTERRUPTED = 130;
    /** stdout was closed; the code is what a shell reports for a program that SIGPIPE ended. */
    static final int CLOSED_PIPE = 141;
    /** A fault of ours. */
    static final int FAULT = 70;

    private ExitCodes() {}

    /** The gravest of all results: a fault of ours, a difference, a fixture that could not be checked. */
    static int of(Verification verification) {
        if (verification.count(Verification.Fault.class) > 0) {
            return FAULT;
        }
        if (verification.count(Verification.Failed.class) + verification.count(Verification.NotRejected.class) > 0) {
            return DIFFERENCE;
        }
        return verification.passes() ? OK : UNREADABLE;
    }
}
