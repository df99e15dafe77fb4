# The images that ./wawp image builds from what it has put into target/image. Two targets: worker,
# and simulator. Neither holds a broker.
ARG JAVA_IMAGE=eclipse-temurin:25-jre

FROM ${JAVA_IMAGE} AS worker
LABEL org.opencontainers.image.title="wawp-dispatcher" \
      org.opencontainers.image.description="Sends WhatsApp messages from Apache Kafka through Wawp" \
      org.opencontainers.image.licenses="Apache-2.0"
# a number, so that an orchestrator can see that it is not root's
USER 10001:10001
WORKDIR /opt/wawp
# what changes seldom first: a new version of ours is one small layer
COPY target/image/worker/lib lib/
COPY target/image/worker/app app/
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["env", "-u", "JDK_JAVA_OPTIONS", "-u", "JAVA_TOOL_OPTIONS", "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "app/*", "io.wawp.dispatcher.cli.LiveCheck"]
# no shell between the engine and the JVM, so that signals reach it
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-cp", "/opt/wawp/app/*:/opt/wawp/lib/*", "io.wawp.dispatcher.cli.Main"]
CMD ["worker"]

FROM ${JAVA_IMAGE} AS simulator
LABEL org.opencontainers.image.title="wawp-simulator" \
      org.opencontainers.image.description="Answers as Wawp does, and fails on demand" \
      org.opencontainers.image.licenses="Apache-2.0"
USER 10001:10001
WORKDIR /opt/wawp
COPY target/image/simulator/lib lib/
COPY target/image/simulator/app app/
EXPOSE 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["env", "-u", "JDK_JAVA_OPTIONS", "-u", "JAVA_TOOL_OPTIONS", "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp", "app/*:lib/*", "io.wawp.sandbox.SimulatorMain", "--check"]
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-cp", "/opt/wawp/app/*:/opt/wawp/lib/*", "io.wawp.sandbox.SimulatorMain"]
CMD ["--port", "8081"]
