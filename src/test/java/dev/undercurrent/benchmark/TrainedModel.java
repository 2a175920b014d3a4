package dev.undercurrent.benchmark;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.model.ModelFormatException;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.EventParser;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.training.Announcement;
import dev.undercurrent.training.Sample;
import dev.undercurrent.training.SampledUnit;
import dev.undercurrent.training.SampledUnitSerde;
import dev.undercurrent.training.TrainingRounds;
import dev.undercurrent.window.ClosedWindows;
import dev.undercurrent.window.EntryStore;
import dev.undercurrent.window.TrailingWindows;
import dev.undercurrent.window.VectorPlan;
import dev.undercurrent.window.WindowGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model as the topology's own training round makes it, and the vectors it was made of. Immutable.
 *
 * @param vectors of the events, in their order
 * @param records of the models topic
 */
record TrainedModel(List<FeatureVector> vectors, List<Announcement> records) {
    private static final int ENTRIES = 10_000_000;
    private static final double HOLDOUT = 0.2;

    private static final TrainingRounds.Registry NO_MODELS = new TrainingRounds.Registry() {
        @Override
        public Optional<ModelVersion> current() {
            return Optional.empty();
        }

        @Override
        public List<ModelManifest> versions() {
            return List.of();
        }
    };

    /** @param values events as the source topic holds them, in order of time */
    static TrainedModel of(LoadedTopology topology, List<byte[]> values) {
        List<FeatureVector> vectors = vectors(topology, values);
        SampledUnitSerde serde = new SampledUnitSerde(new FeatureVectorSerde());
        List<byte[]> units = new ArrayList<>(vectors.size());
        for (FeatureVector vector : vectors) {
            units.add(serde.serializer().serialize("", new SampledUnit(vector, false, 1)));
        }
        int cut = (int) ((1 - HOLDOUT) * units.size());
        TrainingRounds rounds = topology.rounds(topology.config().training(), NO_MODELS);
        Sample sample = new Sample(units.subList(0, cut), units.subList(cut, units.size()));
        List<Announcement> records = rounds.run(sample, 0, false, System.currentTimeMillis()).announcements().stream()
                .filter(announcement -> announcement.destination() == Announcement.Destination.MODELS)
                .toList();
        if (records.isEmpty()) {
            throw new IllegalStateException(topology.name() + ": the first model was rejected (expected: promoted)");
        }
        return new TrainedModel(vectors, records);
    }

    /** The version, read back as an instance reads it. */
    ModelVersion version() throws ModelFormatException {
        ModelAssembler assembler = new ModelAssembler();
        records.forEach(record -> assembler.accept(record.key(), record.value()));
        return assembler.read(ModelVersion.ALL, assembler.current(ModelVersion.ALL));
    }

    private static List<FeatureVector> vectors(LoadedTopology topology, List<byte[]> values) {
        VectorPlan plan = topology.plan();
        List<FeatureVector> vectors = new ArrayList<>();
        List<TrailingWindows> trailing = new ArrayList<>();
        List<ClosedWindows> closed = new ArrayList<>();
        for (WindowGroup group : plan.groups()) {
            if (plan.scoresWindows()) {
                closed.add(new ClosedWindows(
                        group, EntryStore.inMemory(), plan.schema().size(), ENTRIES));
            } else {
                trailing.add(new TrailingWindows(group, EntryStore.inMemory(), ENTRIES));
            }
        }
        EventParser parser = new EventParser(topology.config().source(), plan.fields());
        for (byte[] value : values) {
            Origin origin = new Origin(topology.config().source().topic(), 0, 0, null, value);
            if (parser.parse(origin, 0, System.currentTimeMillis()) instanceof Outcome.Accepted<Event> accepted) {
                Event event = accepted.value();
                closed.forEach(windows -> windows.add(event, 0, vectors::add));
                if (closed.isEmpty()) {
                    WindowedEvent windowed =
                            WindowedEvent.of(event, plan.schema().size(), null);
                    trailing.forEach(windows -> windows.fill(windowed, 0));
                    vectors.add(plan.extractor().extract(windowed));
                }
            }
        }
        return vectors;
    }
}
