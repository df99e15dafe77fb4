package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.sandbox.wawp.FaultAction.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * From a call to what is answered. Whatever a fault does, the order is the same: the call is
 * checked, its message is recorded if it is to be, the call is written down, the answer follows.
 * Safe for use by any thread.
 */
final class Endpoints {
    /** The reply, and how long it waits. */
    record Plan(Reply reply, Duration delay) {}

    private static final int DEFAULT_LIMIT = 50;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Instances instances;
    private final Faults faults;
    private final CallLog calls;
    private final InstantSource clock;
    private final AckSchedule acks;
    private final ListingStyle style;
    private final AtomicLong callNumbers = new AtomicLong();
    private final AtomicLong messageNumbers =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    Endpoints(
            Instances instances,
            Faults faults,
            CallLog calls,
            InstantSource clock,
            AckSchedule acks,
            ListingStyle style) {
        this.instances = instances;
        this.faults = faults;
        this.calls = calls;
        this.clock = clock;
        this.acks = acks;
        this.style = style;
    }

    Plan answer(ApiRequest request) {
        Call call = Call.arriving(request);
        FaultRule rule = faults.isEmpty() ? null : faults.ruleFor(call).orElse(null);
        FaultAction action = rule == null ? FaultAction.usual() : rule.action();

        Optional<Answer> problem = problem(request);
        Message message = null;
        boolean recorded = false;
        if (problem.isEmpty() && request.operation().isSend()) {
            Instance instance = instances.get(request.instanceId());
            message = message(request, instance, rule);
            recorded = rule == null || rule.recordsMessage();
            if (recorded) {
                instance.chats().record(message);
            }
        }

        Reply reply = reply(action, request, problem, message);
        calls.add(
                call.ended(
                        callNumbers.incrementAndGet(),
                        rule == null ? Optional.empty() : Optional.of(action.label()),
                        reply.status(),
                        recorded && message != null
                                ? Optional.of(message.id())
                                : Optional.empty()));
        return new Plan(reply, rule == null ? Duration.ZERO : rule.delay());
    }

    long callCount() {
        return callNumbers.get();
    }

    /** A message of no call of ours: received, sent on the phone itself, or by another client. */
    Message put(String instanceId, String chatId, Message.Maker maker, String text) {
        Instance instance = instances.get(instanceId);
        Instant now = clock.instant();
        Message message =
                new Message(
                        nextHex(),
                        Chats.normal(chatId),
                        instance.own(),
                        maker != Message.Maker.OTHER_SIDE,
                        maker,
                        Content.text(text),
                        now,
                        now,
                        acks);
        instance.chats().record(message);
        return message;
    }

    private Message message(ApiRequest request, Instance instance, @Nullable FaultRule rule) {
        Instant now = clock.instant();
        Instant sent = rule == null ? now : now.plus(rule.effectAfter());
        return new Message(
                nextHex(),
                request.chatId(),
                instance.own(),
                true,
                Message.Maker.CALL,
                Content.of(request.operation(), request.parameters()),
                sent,
                rule == null ? sent : sent.plus(rule.visibleAfter()),
                rule == null ? acks : rule.acks().orElse(acks));
    }

    private String nextHex() {
        return "3EB0" + HEX.toHexDigits(messageNumbers.incrementAndGet());
    }

    /**
     * Why Wawp would refuse the call. Which it checks first is unknown; this is the usual order.
     */
    private Optional<Answer> problem(ApiRequest request) {
        Instance instance = instances.find(request.instanceId()).orElse(null);
        if (instance == null) {
            return Optional.of(Answers.invalidInstance());
        }
        if (!instance.admits(request.text("access_token"))) {
            return Optional.of(
                    request.text("access_token").isBlank()
                            ? Answers.wordpress(
                                    401, "invalid_access_token", "Access token is required")
                            : Answers.invalidAccessToken());
        }
        Optional<Answer> wrong =
                RequiredParameters.problem(request.operation(), request.parameters());
        if (wrong.isPresent()) {
            return wrong;
        }
        boolean needsLogin =
                request.operation() != Operation.SESSION_INFO
                        && instance.status() != SessionStatus.WORKING;
        return needsLogin
                ? Optional.of(Answers.sessionStatus(instance.id(), instance.status()))
                : Optional.empty();
    }

    private Reply reply(
            FaultAction action,
            ApiRequest request,
            Optional<Answer> problem,
            @Nullable Message message) {
        return switch (action) {
            case FaultAction.Usual usual -> usual(request, problem, message);
            case FaultAction.Listed listed ->
                    problem.isEmpty() && request.operation() == Operation.CHAT_MESSAGES
                            ? list(instances.get(request.instanceId()), request, listed.style())
                            : usual(request, problem, message);
            case FaultAction.Success success ->
                    message == null
                            ? usual(request, problem, message)
                            : success.shape().reply(message, clock.instant());
            case Answer answer -> Reply.of(answer);
            case FaultAction.NoAnswer none -> new Reply.Silence();
            case FaultAction.Reset reset -> new Reply.Reset();
            case FaultAction.Close close -> new Reply.Close();
            case FaultAction.CutOff cut ->
                    new Reply.CutOff(usual(request, problem, message), cut.bytes());
            case FaultAction.Trickle trickle ->
                    new Reply.Trickled(usual(request, problem, message), trickle.pause());
            case FaultAction.Oversized oversized -> new Reply.Oversized(oversized.bytes());
        };
    }

    private Reply.Full usual(
            ApiRequest request, Optional<Answer> problem, @Nullable Message message) {
        if (problem.isPresent()) {
            return Reply.of(problem.get());
        }
        if (message != null) {
            return SuccessShape.WEBJS.reply(message, clock.instant());
        }
        Instance instance = instances.get(request.instanceId());
        return switch (request.operation()) {
            case SESSION_INFO -> Reply.json(200, session(instance));
            case MESSAGE, CHAT_MESSAGE -> look(instance, request.text("messageId"));
            case CHAT_MESSAGES -> list(instance, request, style);
            // Wawp's answer to typing is not documented; this is the engine's.
            default -> Reply.json(200, MessageJson.object().put("result", true));
        };
    }

    /**
     * Not found: the real answer is unknown. The chat is not compared: Wawp's plugin names its own.
     */
    private Reply.Full look(Instance instance, String messageId) {
        Instant now = clock.instant();
        return instance.chats()
                .find(messageId)
                .filter(message -> message.isVisible(now))
                .map(message -> Reply.json(200, MessageJson.listed(message, now)))
                .orElseGet(() ->
                        Reply.of(
                                Answers.wordpress(404, "message_not_found", "Message not found.")));
    }

    private Reply.Full list(Instance instance, ApiRequest request, ListingStyle how) {
        int limit = request.parameters().path("limit").asInt(DEFAULT_LIMIT);
        int offset = request.parameters().path("offset").asInt(0);
        return Reply.json(
                200,
                StyledListing.page(
                        instance.chats().all(request.chatId()),
                        how,
                        clock.instant(),
                        offset,
                        limit));
    }

    private static ObjectNode session(Instance instance) {
        ObjectNode info = MessageJson.object();
        info.put("name", "wawp-" + instance.id());
        info.put("status", instance.status().name());
        info.putObject("config").putNull("proxy").putObject("webhooks");
        if (instance.status() == SessionStatus.WORKING) {
            info.putObject("me")
                    .put("id", instance.own())
                    .put("pushName", "Sandbox " + instance.id());
            info.put("display_name", "Sandbox " + instance.id());
        } else {
            info.putNull("me");
        }
        return info;
    }
}
