package dev.undercurrent.cli;

import dev.undercurrent.simulation.CardPayments;
import dev.undercurrent.simulation.CardPaymentsConfig;
import dev.undercurrent.simulation.LabelledPayment;
import dev.undercurrent.simulation.ServiceRequest;
import dev.undercurrent.simulation.ServiceRequests;
import dev.undercurrent.simulation.ServiceRequestsConfig;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes simulated events as JSON lines, their labels apart. */
@Command(
        name = "simulate",
        description = "Write simulated card payments or service requests as JSON lines; the labels go to a file apart.")
final class SimulateCommand implements Callable<Integer> {
    /** What can be simulated. */
    enum Subject {
        PAYMENTS,
        REQUESTS
    }

    @Parameters(paramLabel = "SUBJECT", description = "What to simulate: payments or requests.")
    private Subject subject = Subject.PAYMENTS;

    @Option(names = "--rows", defaultValue = "200000", description = "How many. Default: ${DEFAULT-VALUE}")
    private long rows;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed gives the same rows. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file of events to write.")
    private Path out = Path.of("");

    @Option(names = "--labels", paramLabel = "FILE", description = "The file of labels to write.")
    private @Nullable Path labels;

    @Override
    public Integer call() throws IOException {
        try (BufferedWriter events = Files.newBufferedWriter(out);
                Writer answers =
                        labels == null ? Writer.nullWriter() : Files.newBufferedWriter(labels, StandardCharsets.UTF_8);
                Progress progress = Progress.of("simulate", rows)) {
            switch (subject) {
                case PAYMENTS -> writePayments(events, answers, progress);
                case REQUESTS -> writeRequests(events, answers, progress);
            }
        }
        return 0;
    }

    private void writePayments(Writer events, Writer answers, Progress progress) throws IOException {
        CardPayments payments = new CardPayments(CardPaymentsConfig.of(seed));
        for (long row = 0; row < rows && !Thread.currentThread().isInterrupted(); row++) {
            LabelledPayment payment = payments.next();
            events.append(payment.payment().json()).append('\n');
            answers.append(payment.labelJson()).append('\n');
            progress.step(1);
        }
    }

    private void writeRequests(Writer events, Writer answers, Progress progress) throws IOException {
        ServiceRequests requests = new ServiceRequests(ServiceRequestsConfig.of(seed));
        for (long row = 0; row < rows && !Thread.currentThread().isInterrupted(); row++) {
            ServiceRequest request = requests.next();
            events.append(request.json()).append('\n');
            answers.append("{\"service\":\"" + request.service() + "\",\"timestamp\":" + request.timestamp()
                            + ",\"incident\":\"" + request.incident().label() + "\"}")
                    .append('\n');
            progress.step(1);
        }
    }
}
