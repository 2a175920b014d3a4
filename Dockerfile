# Undercurrent as an image: docker build -t undercurrent .
# It is built for the processor it is built on, amd64 or arm64; the base images are arguments.
#   BUILD_IMAGE  has Maven, or has not: then target/ has to come with the context as `mvn package` has left it
#   BASE_IMAGE   a Java runtime of version 17 or later on glibc 2.34 or newer, with bash
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG BASE_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils unzip zip && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# the libraries in a layer of their own: a change of a source does not fetch them again
COPY pom.xml ./
COPY .mvn .mvn
RUN ! command -v mvn >/dev/null || mvn -q -B -ntp -Psbom -Dmaven.main.skip -Dmaven.test.skip -Dspotless.check.skip package
COPY . .
RUN ! command -v mvn >/dev/null || mvn -q -B -ntp -Psbom -Dmaven.test.skip -Dspotless.check.skip package
RUN docker/assemble

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="Undercurrent" \
      org.opencontainers.image.description="Streaming anomaly detection on Kafka with a variational autoencoder" \
      org.opencontainers.image.licenses="Apache-2.0"
# what changes least comes first
COPY --from=build /dist/natives/ /
COPY --from=build /dist/libraries/ /
COPY --from=build /dist/application/ /
USER 10001:10001
WORKDIR /opt/undercurrent
ENV LANG=C.UTF-8 TF_CPP_MIN_LOG_LEVEL=2 UNDERCURRENT_DATA=/var/lib/undercurrent
VOLUME /var/lib/undercurrent
EXPOSE 9464
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/undercurrent/healthy"]
ENTRYPOINT ["java", "@/opt/undercurrent/java.options", "-jar", "/opt/undercurrent/undercurrent.jar"]
CMD ["--help"]
