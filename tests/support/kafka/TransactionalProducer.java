import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka's own producer, told what to do line by line on its standard input; each line is answered with "ok". The words of
 * a line are separated by tabs. A producer that is named "plain…" has no transactions, and "idempotent…" numbers its
 * records.
 *
 * open name compression | begin name | send name topic partition value [key] | flush name | commit name | abort name | close name
 */
public final class TransactionalProducer {
  private static final Map<String, KafkaProducer<String, String>> producers = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      obey(arguments[0], line.split("\t"));
      System.out.println("ok");
    }
    System.exit(0);
  }

  private static void obey(String brokers, String[] words) throws Exception {
    String name = words[1];
    switch (words[0]) {
      case "open" -> producers.put(name, open(brokers, name, words[2]));
      case "begin" -> producers.get(name).beginTransaction();
      case "send" -> {
        String key = words.length > 5 ? words[5] : null;
        producers.get(name).send(new ProducerRecord<>(words[2], Integer.valueOf(words[3]), key, words[4]));
      }
      case "flush" -> producers.get(name).flush();
      case "commit" -> producers.get(name).commitTransaction();
      case "abort" -> {
        // Else what was not sent yet is given up, and nothing of it comes to the broker.
        producers.get(name).flush();
        producers.get(name).abortTransaction();
      }
      case "close" -> producers.remove(name).close();
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static KafkaProducer<String, String> open(String brokers, String name, String compression) {
    Properties settings = new Properties();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, String.valueOf(!name.startsWith("plain")));
    boolean isTransactional = !name.startsWith("plain") && !name.startsWith("idempotent");
    if (isTransactional) settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
    KafkaProducer<String, String> producer = new KafkaProducer<>(settings);
    if (isTransactional) producer.initTransactions();
    return producer;
  }
}
