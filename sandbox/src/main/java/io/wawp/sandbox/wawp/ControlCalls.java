package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The calls by which a person scripts the simulator. */
final class ControlCalls {
    static final String PATH = "/sandbox";

    Reply answer(String method, String path, ObjectNode query, String body) {
        return Reply.of(Answers.html(404, "Not Found"));
    }
}
