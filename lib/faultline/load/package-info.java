/**
 * The programs that make the load: a feeder publishes in open loop and keeps a ledger, a consumer
 * dumps into one sink. Each is a JVM of its own and prints a {@link faultline.load.Line} a second.
 *
 * <p>Settings are environment variables, all starting with {@code FAULTLINE_}:
 *
 * <table>
 * <caption>Settings of feeders (F) and consumers (C)</caption>
 * <tr><th>name</th><th>of</th><th>meaning</th></tr>
 * <tr><td>POD</td><td>F C</td><td>the pod's name</td></tr>
 * <tr><td>BOOTSTRAP_SERVERS</td><td>F C</td><td>{@code host:port} of brokers, with commas</td></tr>
 * <tr><td>CLOCK_ZERO_NS</td><td>F C</td><td>optional: nanoseconds since 1970 at which the monotonic
 * clock of the kit's host was at 0; all times are then on that clock</td></tr>
 * <tr><td>TOPIC</td><td>F C</td><td>the topic, which must exist</td></tr>
 * <tr><td>KAFKA_CA, KAFKA_JAAS</td><td>F C</td><td>optional: TLS by this PEM file, and SCRAM by
 * this login; together or not at all</td></tr>
 * <tr><td>ORDINAL</td><td>F</td><td>the feeder's number, in each of its messages</td></tr>
 * <tr><td>RATE_MSG_PER_S, MESSAGES</td><td>F</td><td>this feeder's rate and its total</td></tr>
 * <tr><td>RATES</td><td>F</td><td>optional, {@code SECONDS:RATE} with commas: from so many seconds
 * after message 0 this rate</td></tr>
 * <tr><td>SIZE_BYTES</td><td>F</td><td>of a value, 20 or more</td></tr>
 * <tr><td>ACKS, COMPRESSION</td><td>F</td><td>as the Kafka client names them</td></tr>
 * <tr><td>LEDGER</td><td>F</td><td>the folder of the ledgers</td></tr>
 * <tr><td>LINGER_MS, BATCH_BYTES</td><td>F</td><td>optional: 5 ms, 128 KiB</td></tr>
 * <tr><td>BATCH_ROWS</td><td>C</td><td>optional: rows of a commit in MariaDB, at most what
 * the sink takes</td></tr>
 * <tr><td>BATCH_PAUSE_MS</td><td>C</td><td>optional: what a consumer waits after such a
 * commit</td></tr>
 * <tr><td>GROUP</td><td>C</td><td>the consumer group</td></tr>
 * <tr><td>SINK</td><td>C</td><td>{@code mariadb}, {@code influxdb-0}, …; {@code
 * influxdb} for all instances</td></tr>
 * <tr><td>DATABASE</td><td>C</td><td>in the sink; it and its table must exist</td></tr>
 * <tr><td>MARIADB</td><td>C</td><td>{@code host:port} of the nodes, with commas</td></tr>
 * <tr><td>MARIADB_USER, MARIADB_PASSWORD</td><td>C</td><td>who may write there</td></tr>
 * <tr><td>INFLUXDB</td><td>C</td><td>base URLs, with commas; the sink's number picks one</td></tr>
 * <tr><td>INFLUXDB_ORG, INFLUXDB_TOKEN</td><td>C</td><td>optional, for InfluxDB 2</td></tr>
 * </table>
 *
 * <p>Somebody's own program in the place of a feeder or a consumer gets the same variables. It
 * prints one line a second for the second that has just ended, its first before it does anything
 * else, and whatever else it likes on other lines:
 *
 * <pre>
 * {"faultline": "second", "mono_ns": 81000000000, "pod": "feeder-0",
 *  "measures": {"sent_msg_per_s": 500, "acked_msg_per_s": 500}}
 * </pre>
 *
 * <p>{@code mono_ns} is when that second began on the machine's monotonic clock, a whole second;
 * {@code pod} is FAULTLINE_POD; {@code measures} has those columns of {@code samples.csv} that it
 * knows: feeders {@code offered_msg_per_s, sent_msg_per_s, acked_msg_per_s, failed_msg_per_s},
 * consumers {@code dumped_rows_per_s, retries_per_s}. A feeder gets SIGTERM when the load is over,
 * and may end before. A feeder without a ledger at FAULTLINE_LEDGER leaves nothing to count by: the
 * run is INCONCLUSIVE and says so. Messages that are not the kit's own are not counted at all.
 */
//SOURCES ../plan/package-info.java
//SOURCES ../platform/package-info.java
//SOURCES Autoscaling.java
//SOURCES Consumer.java
//SOURCES ConsumerMeasures.java
//SOURCES DualSink.java
//SOURCES Dump.java
//SOURCES Feeder.java
//SOURCES FeederMeasures.java
//SOURCES InfluxdbSink.java
//SOURCES InfluxdbVersion1.java
//SOURCES KafkaSecurity.java
//SOURCES KedaRule.java
//SOURCES Latency.java
//SOURCES Ledger.java
//SOURCES LedgerWriter.java
//SOURCES Line.java
//SOURCES MariadbSink.java
//SOURCES Message.java
//SOURCES MonotonicClock.java
//SOURCES OpenLoop.java
//SOURCES Outcome.java
//SOURCES Printer.java
//SOURCES Program.java
//SOURCES RateChanges.java
//SOURCES Schedule.java
//SOURCES Settings.java
//SOURCES Sink.java
//SOURCES SmallBatches.java
//DEPS com.influxdb:influxdb-client-java:7.5.0
//DEPS org.apache.kafka:kafka-clients:4.3.1
//DEPS org.hdrhistogram:HdrHistogram:2.2.2
//DEPS org.mariadb.jdbc:mariadb-java-client:4.0.0
//DEPS org.roaringbitmap:RoaringBitmap:1.6.14
//DEPS org.slf4j:slf4j-simple:2.0.20
package faultline.load;
