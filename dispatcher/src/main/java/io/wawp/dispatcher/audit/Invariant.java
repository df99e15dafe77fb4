package io.wawp.dispatcher.audit;

/** A promise of the worker, under the name that the design and the documentation give it. */
public enum Invariant {
    /** Each record of a command topic gets exactly one terminal outcome a run. */
    I1("I1"),
    /** One key of one instance is sent at most once, unless a policy or an operator asked. */
    I3("I3"),
    /** Within a chat and a priority messages reach Wawp in order. */
    I4("I4"),
    /** No instance sends faster than its profile. */
    I5("I5"),
    /** What was rejected or failed is in the dead-letter topic as it was. */
    I7("I7"),
    /** A message's deliveries only go up, each is told once, and nothing follows the final one. */
    DELIVERY("delivery");

    private final String label;

    Invariant(String label) {
        this.label = label;
    }

    /** As it is written in reports. */
    public String label() {
        return label;
    }
}
